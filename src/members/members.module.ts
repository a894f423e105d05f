import { Global, Module } from '@nestjs/common';
import type { Config } from '../config.js';
import { Database } from '../database/database.js';
import { CONFIG } from '../database/database.module.js';
import { EnrolmentService } from './enrolment.service.js';
import { ErasuresService } from './erasures.service.js';
import { ForgettingService } from './forgetting.service.js';
import { HouseholdDays } from './household-days.js';
import { HouseholdsApi } from './households.api.js';
import { HouseholdsService } from './households.service.js';
import { MemberFaces } from './member-faces.js';
import { MemberLanguages } from './member-languages.js';
import { MembersApi } from './members.api.js';
import { Newcomers } from './newcomers.js';
import { PartyClosing } from './party-closing.js';
import { PersonKeys, VAULT } from './person-keys.js';
import { PersonRecords } from './person-records.js';
import { PersonSounds } from './person-sounds.service.js';
import { PersonsService } from './persons.service.js';
import { PostgresVault } from './vault.postgres.js';
import { SqliteVault } from './vault.sqlite.js';
import type { Vault } from './vault.js';

const vault = {
  provide: VAULT,
  inject: [Database, CONFIG],
  useFactory: (database: Database, config: Config): Vault =>
    database.dialect === 'sqlite' ? new SqliteVault(config.secretsDir) : new PostgresVault(database),
};

const inner = [vault, PersonKeys, PersonRecords, Newcomers, PartyClosing, MemberFaces, MemberLanguages];
const services = [
  EnrolmentService,
  PersonsService,
  PersonSounds,
  ForgettingService,
  ErasuresService,
  HouseholdsService,
  HouseholdDays,
];

/** Persons, who have no identity here, and households. */
@Global()
@Module({
  controllers: [MembersApi, HouseholdsApi],
  providers: [...inner, ...services],
  exports: services,
})
export class MembersModule {}
