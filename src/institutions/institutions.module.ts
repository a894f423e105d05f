import { Global, Module } from '@nestjs/common';
import { Faces } from '../communities/faces.js';
import { institutionKinds } from '../communities/party.js';
import { InstitutionsApi } from './institutions.api.js';
import { InstitutionsService } from './institutions.service.js';

/** Local governments, schools, libraries, OCMW, shops and associations. */
@Global()
@Module({ controllers: [InstitutionsApi], providers: [InstitutionsService], exports: [InstitutionsService] })
export class InstitutionsModule {
  constructor(faces: Faces, institutions: InstitutionsService) {
    faces.register(institutionKinds, (communityId, ids) => institutions.looks(communityId, ids));
  }
}
