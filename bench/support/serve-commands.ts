/** The other side of `startChild`: answers each command of the parent with one message. */
export function serveCommands<Command>(obey: (command: Command) => Promise<unknown>): void {
  process.on('message', (command) => {
    obey(command as Command).then(
      (result) => process.send!({ result }),
      (error: Error) => process.send!({ error: error.stack ?? String(error) }),
    );
  });
}
