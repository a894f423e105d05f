import { Injectable } from '@nestjs/common';
import { OwnLanguages } from '../access/own-languages.js';
import { PersonRecords } from './person-records.js';

/** Tells the door in which language a person is spoken to. */
@Injectable()
export class MemberLanguages {
  constructor(languages: OwnLanguages, records: PersonRecords) {
    languages.ask(async (communityId, personId) => {
      return (await records.look(communityId, [personId])).get(personId)?.language;
    });
  }
}
