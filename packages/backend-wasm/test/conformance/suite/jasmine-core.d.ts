/** What `suite/` uses of jasmine. Not `@types/jasmine`: that declares globals which vitest has too. */
declare module 'jasmine-core/lib/jasmine-core/jasmine.js' {
  interface Result {
    readonly fullName: string;
    readonly failedExpectations: readonly { readonly message: string }[];
  }

  interface Env {
    configure(settings: { random: boolean; specFilter(spec: { getFullName(): string }): boolean }): void;
    addReporter(reporter: {
      specDone(result: Result & { readonly status: 'passed' | 'failed' | 'pending' | 'excluded' }): void;
      suiteDone(result: Result): void;
      jasmineDone(result: Pick<Result, 'failedExpectations'>): void;
    }): void;
    execute(): Promise<unknown>;
  }

  interface Jasmine {
    getEnv(): Env;
  }

  const jasmineRequire: {
    core(self: unknown): Jasmine;
    /** `describe`, `it`, `expect` and the rest. */
    interface(jasmine: Jasmine, env: Env): Record<string, unknown>;
  };
  export default jasmineRequire;
}
