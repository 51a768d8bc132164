import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { Plugin } from './define-plugin.ts';
import { EXTENSION_POINTS, type ExtensionPoint } from './extension-point-shapes.ts';

/** The version of the plugin API that this package speaks. */
const API_VERSION = 1;

/** A word with a meaning of its own where a runtime is chosen. */
const RESERVED_RUNTIME_ID = 'auto';

/**
 * Checks that a plugin and all that it contributes keep their contracts, as far as that can be seen from outside.
 *
 * @throws FerError `FER_PLUGIN_INVALID`
 */
export function assertPlugin(plugin: unknown): asserts plugin is Plugin {
  if (!isObject(plugin)) throw invalid('plugin', `must be an object, but it is ${describeValue(plugin)}`);
  if (!isName(plugin.name)) {
    throw invalid('plugin', `needs a \`name\`, a string, but has ${describeValue(plugin.name)}`);
  }
  const subject = `plugin "${plugin.name}"`;
  assertApiVersion(subject, plugin.apiVersion);
  if (!isObject(plugin.contributes)) {
    throw invalid(subject, `needs \`contributes\`, an object, but has ${describeValue(plugin.contributes)}`);
  }

  for (const [point, contributions] of Object.entries(plugin.contributes)) {
    if (!Object.hasOwn(EXTENSION_POINTS, point)) {
      const known = Object.keys(EXTENSION_POINTS).join(', ');
      throw invalid(subject, `contributes to "${point}", which does not exist; there are ${known}`);
    }
    if (contributions === undefined) continue;
    if (!Array.isArray(contributions)) {
      throw invalid(
        subject,
        `needs an array in \`contributes.${point}\`, but has ${describeValue(contributions)}`,
      );
    }
    for (const [index, contribution] of contributions.entries()) {
      assertContribution(subject, point as ExtensionPoint, index, contribution);
    }
  }
}

function assertContribution(
  plugin: string,
  point: ExtensionPoint,
  index: number,
  contribution: unknown,
): void {
  const { noun, members, factory } = EXTENSION_POINTS[point];
  const position = `${noun} ${index + 1} of ${plugin}`;
  if (!isObject(contribution)) {
    throw invalid(position, `must be an object, but it is ${describeValue(contribution)}`);
  }
  if (!isName(contribution.id)) {
    throw invalid(position, `needs an \`id\`, a string, but has ${describeValue(contribution.id)}`);
  }
  const subject = `${noun} "${contribution.id}" of ${plugin}`;
  assertApiVersion(subject, contribution.apiVersion);

  if (factory !== undefined && typeof contribution[factory] === 'function') return;
  for (const [member, type] of Object.entries(members)) {
    const value = contribution[member];
    const fits = type === 'object' ? isObject(value) : typeof value === type && !Number.isNaN(value);
    if (!fits) throw invalid(subject, `needs \`${member}\`, a ${type}, but has ${describeValue(value)}`);
  }
  if (point === 'runtimes' && contribution.id === RESERVED_RUNTIME_ID) {
    throw invalid(subject, `must not have the id "${RESERVED_RUNTIME_ID}", which asks for the best runtime`);
  }
}

function assertApiVersion(subject: string, version: unknown): void {
  if (version === API_VERSION) return;
  throw invalid(
    subject,
    `must have \`apiVersion\` ${API_VERSION}, but has ${describeValue(version)}; ` +
      'install versions of the plugin and of @fer/core that fit',
  );
}

function invalid(subject: string, problem: string): FerError {
  return new FerError('FER_PLUGIN_INVALID', `The ${subject} ${problem}.`, {
    details: { subject, problem },
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
