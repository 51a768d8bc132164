import asc from 'assemblyscript/asc';

/** A module in place of the kernels, on a memory of the same kind. */
export async function compileAssembly(source: string, shared: boolean): Promise<WebAssembly.Module> {
  const memory = shared ? { sharedMemory: true, maximumMemory: 65536, enable: ['threads'] } : {};
  const { error, binary, stderr } = await asc.compileString(source, {
    ...{ runtime: 'stub', importMemory: true, noExportMemory: true, ...memory },
  } as never);
  if (error || binary === null) throw new Error(stderr.toString());
  return WebAssembly.compile(new Uint8Array(binary));
}
