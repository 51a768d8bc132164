import { FerError } from '../errors.ts';

/** Whether an error says that a plugin broke a contract, so that another may do better. */
export function isPluginFault(error: unknown): error is FerError {
  return FerError.isInstance(error) && error.code.startsWith('FER_PLUGIN_');
}
