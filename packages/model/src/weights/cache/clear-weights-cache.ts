/** Removes the copies of all weights that a browser has kept for this origin; does nothing where there is no Cache API. */
export async function clearWeightsCache(): Promise<void> {
  const { deleteWeightsCache } = await import('./weights-cache.ts');
  await deleteWeightsCache();
}
