/** Runs what waited for a commit. The commit stands, so an error here is reported and nothing more. */
export function runEffects(effects: ReadonlyArray<() => void>): void {
  for (const effect of effects) {
    try {
      effect();
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.emitWarning(text, 'AfterCommitWarning');
    }
  }
}
