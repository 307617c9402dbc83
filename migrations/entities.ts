import { accessEntities } from '@genmaele/access';
import { auditEntities } from '@genmaele/audit';
import { casesEntities } from '@genmaele/cases';
import { committeesEntities } from '@genmaele/committees';
import { contributionsEntities } from '@genmaele/contributions';
import { deliveryEntities } from '@genmaele/delivery';
import { documentsEntities } from '@genmaele/documents';
import { intakeEntities } from '@genmaele/intake';
import { jobsEntities } from '@genmaele/jobs';
import { type Entity, platformEntities } from '@genmaele/platform';

/** Every table of the product, in the order of the rooms. */
export const entities: Entity[] = [
  ...platformEntities,
  ...auditEntities,
  ...jobsEntities,
  ...accessEntities,
  ...intakeEntities,
  ...committeesEntities,
  ...casesEntities,
  ...contributionsEntities,
  ...documentsEntities,
  ...deliveryEntities,
];
