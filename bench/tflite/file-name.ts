/** How the file of a network for one batch size is called. */
export function tfliteFile(network: string, batch: number): string {
  return `${network}-batch${batch}.tflite`;
}
