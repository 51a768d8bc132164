import type { Contributions } from './define-plugin.ts';
import type { ExtensionPoint } from './extension-point-shapes.ts';
import { createRegistry, type Registry } from './registry.ts';

/**
 * What an option chooses: a contribution by its id, or one that is given outright, which goes through the checks of a
 * plugin's.
 *
 * @param point of the registry; what is given is none of the others
 * @param option its name, for messages
 * @throws FerError `FER_UNKNOWN_ID`, or `FER_PLUGIN_INVALID` if what is given breaks its contract
 */
export function findContribution<Point extends ExtensionPoint>(
  registry: Pick<Registry, Point>,
  point: Point,
  choice: string | NonNullable<Contributions[Point]>[number],
  option: string,
): NonNullable<Contributions[Point]>[number] {
  if (typeof choice === 'string') return registry[point].get(choice);
  createRegistry([{ name: `given as \`${option}\``, apiVersion: 1, contributes: { [point]: [choice] } }]);
  return choice;
}
