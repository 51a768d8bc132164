import fc from 'fast-check';

/** The same cases in every run; another seed finds others. */
fc.configureGlobal({ seed: 3, numRuns: 60 });

export { fc };
