/** A file of a page: `<input type="file" webkitdirectory>` gives its path in the folder that was chosen. */
export interface PickedFile extends Blob {
  readonly name: string;
  /** Begins with the name of that folder, which is no part of the path then. */
  readonly webkitRelativePath?: string;
}

/** A picture with a path of the caller's own: `happy/1.jpg`. */
export interface NamedPicture {
  readonly path: string;
  readonly file: Blob;
}

/** What is needed of a `FileSystemFileEntry`. */
export interface FileEntryLike {
  readonly isDirectory: false;
  readonly name: string;
  file(done: (file: Blob) => void, failed: (reason: unknown) => void): void;
}

/** What is needed of a `FileSystemDirectoryEntry`: what `webkitGetAsEntry()` gives for a folder that was dropped. */
export interface FolderEntryLike {
  readonly isDirectory: true;
  readonly name: string;
  createReader(): {
    readEntries(
      done: (entries: readonly (FileEntryLike | FolderEntryLike)[]) => void,
      failed: (reason: unknown) => void,
    ): void;
  };
}

/** What is needed of a `FileSystemFileHandle`. */
export interface FileHandleLike {
  readonly kind: 'file';
  readonly name: string;
  getFile(): Promise<Blob>;
}

/** What is needed of a `FileSystemDirectoryHandle`: what `showDirectoryPicker()` gives. */
export interface FolderHandleLike {
  readonly kind: 'directory';
  readonly name: string;
  values(): AsyncIterable<FileHandleLike | FolderHandleLike>;
}

/** A folder of a page. */
export type PageFolder = FolderEntryLike | FolderHandleLike;

/** One of several things that pictures are in. Several folders are labels each; one alone is the folder of all labels. */
export type PictureItem = PickedFile | NamedPicture | PageFolder;

/** The path of a folder (Node), a folder of a page, its files (`input.files`), or any list of such. */
export type PictureSource = string | PageFolder | Iterable<PictureItem> | AsyncIterable<PictureItem>;
