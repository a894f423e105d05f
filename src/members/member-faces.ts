import { Injectable } from '@nestjs/common';
import { Faces, type Look } from '../communities/faces.js';
import { PersonRecords } from './person-records.js';

/** A household has no looks of its own: nobody can tell from it who lives there. */
const householdLook: Look = { name: null, picture: 'house', colour: 'grey', place: null };

/** Tells the register of faces how persons and households look. Who was erased has no look any more. */
@Injectable()
export class MemberFaces {
  constructor(faces: Faces, records: PersonRecords) {
    faces.register(['person'], async (communityId, partyIds) => {
      const data = await records.look(communityId, partyIds);
      return new Map(
        [...data].map(([id, { nickname, picture, colour }]) => [
          id,
          { name: nickname, picture, colour, place: null },
        ]),
      );
    });
    faces.register(['household'], (_communityId, partyIds) =>
      Promise.resolve(new Map(partyIds.map((id) => [id, householdLook]))),
    );
  }
}
