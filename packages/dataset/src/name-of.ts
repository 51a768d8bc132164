/** The last part of a path without the endings of a data set: `fer2013` of `data/fer2013.tar.gz`. */
export function nameOf(location: string): string {
  const last = location.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
  return last.replace(/(\.(csv|gz|tgz|tar|zip))+$/i, '') || last;
}
