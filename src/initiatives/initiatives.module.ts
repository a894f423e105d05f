import { Global, Module } from '@nestjs/common';
import { Faces } from '../communities/faces.js';
import { FoundingService } from './founding.service.js';
import { GroupPeopleService } from './group-people.service.js';
import { GroupPursesService } from './group-purses.service.js';
import { GroupsApi } from './groups.api.js';
import { InitiativesApi } from './initiatives.api.js';
import { InitiativesService } from './initiatives.service.js';
import { GroupSight } from './sight.service.js';

const services = [FoundingService, GroupPeopleService, GroupPursesService, GroupSight, InitiativesService];

/** Collective initiatives from below. */
@Global()
@Module({ controllers: [InitiativesApi, GroupsApi], providers: services, exports: services })
export class InitiativesModule {
  constructor(faces: Faces, initiatives: InitiativesService) {
    faces.register(['initiative'], (communityId, ids) => initiatives.looks(communityId, ids));
  }
}
