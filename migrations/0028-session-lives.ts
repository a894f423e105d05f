import { mayAlsoUpdate, Step } from './dialects.js';

/**
 * How long a session lives can change while it does: its owner says that the device is theirs alone, or it becomes the
 * keeper of a kiosk.
 */
export class SessionLives1700000000028 extends Step {
  readonly name = 'SessionLives1700000000028';

  protected statements(dialect: 'sqlite' | 'postgres'): string[] {
    return mayAlsoUpdate(dialect, 'sessions', ['idle_ms', 'expires_at']);
  }
}
