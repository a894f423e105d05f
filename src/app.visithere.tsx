import { Injectable } from '@nestjs/common';
import { Besides, type Asking, type Beside } from './app.besides.js';
import { Visitors } from './app.visitors.js';
import { words } from './languages/languages.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

/** The visit that a helper's page is about. */
@Injectable()
export class VisitsHere {
  constructor(
    private readonly besides: Besides,
    private readonly visitors: Visitors,
  ) {}

  /** Undefined after the page that says that it is over. */
  async at(asking: Asking, visitId: string): Promise<Beside | undefined> {
    const beside = await this.besides.at(asking, visitId);
    if (beside.kind === 'beside') return beside;
    const { frame } = await this.visitors.visit(asking.actor, asking.request);
    const label = words(frame.language).t('helping.scan');
    const ways = [{ icon: 'card', label, href: '/helping', look: 'main' }] as const;
    const page = <RefusedPage {...frame} here={undefined} code={beside.code} ways={ways} isLook />;
    sendPage(asking.reply, page, 410);
    return undefined;
  }
}
