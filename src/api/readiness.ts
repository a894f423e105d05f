import { Injectable } from '@nestjs/common';

const timeoutMs = 3000;

export type Check = () => boolean | Promise<boolean>;

/** Whether the server can do its work. It knows only what is added: by the app, and by rooms. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, Check>();

  /** @param name snake_case; it is shown in the answer */
  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Each check by name, and whether it passed. A check that throws or takes longer than 3 s did not. */
  async look(): Promise<{ ready: boolean; checks: Record<string, boolean> }> {
    const names = [...this.checks.keys()];
    const passed = await Promise.all([...this.checks.values()].map(passes));
    return {
      ready: passed.every(Boolean),
      checks: Object.fromEntries(names.map((name, i) => [name, passed[i]!])),
    };
  }
}

async function passes(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, timeoutMs, false)));
  try {
    return await Promise.race([check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
