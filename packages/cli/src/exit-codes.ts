/** What `fer` exits with. */
export const EXIT_CODES = {
  fine: 0,
  /** Something that was asked for could not be done. */
  failed: 1,
  /** The command line itself is wrong; nothing was tried. */
  wrongUsage: 2,
  /** Stopped by SIGINT: 128 + 2, as shells count. */
  interrupted: 130,
  /** Nobody reads the output any more (`| head`): 128 + 13, as if SIGPIPE had ended it. */
  brokenPipe: 141,
  /** Stopped by SIGTERM: 128 + 15. */
  terminated: 143,
} as const;
