/** A camera that can be switched on and off. */
export class Camera {
  /** Shows what it sees. */
  readonly video: HTMLVideoElement;
  #stream: MediaStream | undefined;

  constructor(video: HTMLVideoElement) {
    this.video = video;
  }

  get isOn(): boolean {
    return this.#stream !== undefined;
  }

  /** @throws Error that says why there is no picture, in words for the person */
  async start(): Promise<void> {
    if (!navigator.mediaDevices) throw new Error('The camera needs a secure page: https, or localhost.');
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user' } });
    } catch (cause) {
      throw new Error(explain(cause), { cause });
    }
    this.video.srcObject = this.#stream;
    await this.video.play();
  }

  stop(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
    this.#stream = undefined;
  }
}

/** The names are those of the Media Capture and Streams specification, section getUserMedia(). */
function explain(cause: unknown): string {
  const name = cause instanceof DOMException ? cause.name : '';
  if (name === 'NotAllowedError')
    return 'This page may not use the camera. Allow it in the address bar, or choose a photo.';
  if (name === 'NotFoundError') return 'There is no camera. Choose a photo instead.';
  if (name === 'NotReadableError') return 'The camera is in use by another program.';
  return `The camera does not start: ${cause instanceof Error ? cause.message : String(cause)}`;
}
