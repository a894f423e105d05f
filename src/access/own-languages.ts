import { Injectable } from '@nestjs/common';

type Answer = (communityId: string, personId: string) => Promise<string | undefined>;

/** In which language a person is spoken to. The room that keeps persons says at start how to find out. */
@Injectable()
export class OwnLanguages {
  private answer: Answer = () => Promise.resolve(undefined);

  ask(answer: Answer): void {
    this.answer = answer;
  }

  /** The code of the language, or undefined when nobody knows it. */
  of(communityId: string, personId: string): Promise<string | undefined> {
    return this.answer(communityId, personId);
  }
}
