/**
 * Writes a file that must not be there yet and flushes it to the disk. Node only.
 *
 * @param onCreated called as soon as the file is there, and so has to be removed if the rest fails
 * @throws the error of the platform; its code is `EEXIST` if the file is there
 */
export async function createFile(path: string, bytes: Uint8Array, onCreated: () => void): Promise<void> {
  const { open } = process.getBuiltinModule('node:fs/promises');
  const file = await open(path, 'wx');
  onCreated();
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes the names in a folder to the disk, where the platform can. Node only. */
export async function syncFolder(path: string): Promise<void> {
  const { open } = process.getBuiltinModule('node:fs/promises');
  try {
    const folder = await open(path);
    await folder.sync().finally(() => folder.close());
  } catch {
    // Windows opens no folders, and some file systems flush none: there the order of writing has to do.
  }
}
