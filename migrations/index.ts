import { Books1700000000001 } from './0001-books.js';
import { Access1700000000002 } from './0002-access.js';
import { Communities1700000000003 } from './0003-communities.js';
import { Members1700000000004 } from './0004-members.js';
import { Groups1700000000005 } from './0005-groups.js';
import { Payments1700000000006 } from './0006-payments.js';
import { Receipts1700000000007 } from './0007-receipts.js';
import { Upkeep1700000000008 } from './0008-upkeep.js';
import { Imports1700000000009 } from './0009-imports.js';
import { AuditIndex1700000000010 } from './0010-audit-index.js';
import { OpenAsking1700000000011 } from './0011-open-asking.js';
import { Alarms1700000000012 } from './0012-alarms.js';
import { Vouchers1700000000013 } from './0013-vouchers.js';
import { Cards1700000000014 } from './0014-cards.js';
import { Contributions1700000000015 } from './0015-contributions.js';
import { Webhooks1700000000016 } from './0016-webhooks.js';
import { Issuance1700000000017 } from './0017-issuance.js';
import { Epochs1700000000018 } from './0018-epochs.js';
import { TrialLinks1700000000019 } from './0019-trial-links.js';
import { Repeats1700000000020 } from './0020-repeats.js';
import { Trust1700000000021 } from './0021-trust.js';
import { VoucherDays1700000000022 } from './0022-voucher-days.js';
import { Translations1700000000023 } from './0023-translations.js';
import { Sounds1700000000024 } from './0024-sounds.js';
import { PersonSounds1700000000025 } from './0025-person-sounds.js';
import { AuditCover1700000000026 } from './0026-audit-cover.js';
import { Drawings1700000000027 } from './0027-drawings.js';
import { SessionLives1700000000028 } from './0028-session-lives.js';

/** Every step, in order. */
export const migrations = [
  Books1700000000001,
  Access1700000000002,
  Communities1700000000003,
  Members1700000000004,
  Groups1700000000005,
  Payments1700000000006,
  Receipts1700000000007,
  Upkeep1700000000008,
  Imports1700000000009,
  AuditIndex1700000000010,
  OpenAsking1700000000011,
  Alarms1700000000012,
  Vouchers1700000000013,
  Cards1700000000014,
  Contributions1700000000015,
  Webhooks1700000000016,
  Issuance1700000000017,
  Epochs1700000000018,
  TrialLinks1700000000019,
  Repeats1700000000020,
  Trust1700000000021,
  VoucherDays1700000000022,
  Translations1700000000023,
  Sounds1700000000024,
  PersonSounds1700000000025,
  AuditCover1700000000026,
  Drawings1700000000027,
  SessionLives1700000000028,
];
