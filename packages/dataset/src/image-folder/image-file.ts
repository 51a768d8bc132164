/** An image of a folder or an archive. */
export interface ImageFile {
  /** Relative to the data set's folder, parts separated by `/`. */
  readonly path: string;
  readonly size: number;
  /** @throws FerError if it cannot be read or is longer than `LONGEST_PICTURE_BYTES` */
  read(): Promise<Uint8Array>;
}

/** Whether a file's name is that of a picture. Other files in a folder of images (a README, say) are not rows. */
export function isImageName(path: string): boolean {
  return /\.(jpe?g|png|webp|gif|tiff?|bmp|avif|heic)$/i.test(path) && !isHidden(path);
}

/** Whether a part of the path is hidden, or what macOS adds to archives. */
export function isHidden(path: string): boolean {
  return path.split('/').some((part) => /^\.[^.]|^__MACOSX$/.test(part));
}
