import { type Fault, fault } from './fault.ts'
import { changingRefusal, changingResponse, refusingAccountDataWith } from './helpers/responses.ts'
import { mapRules } from './helpers/rulesets.ts'

/** Faults of push rules in `/sync` and in account data. */
export const RULES_SYNC_FAULTS: readonly Fault[] = [
  fault({
    name: 'rules-sync.writable',
    breaks: ['rules-sync.not-writable', 'rules-sync.not-writable-in-room'],
    summary: 'Push rules can be written as account data',
    span: { since: 'v1.10' },
    changes: {
      rulesSync: (correct) => ({
        isWritable: (type, roomId) => type === 'm.push_rules' || correct.isWritable(type, roomId),
      }),
    },
  }),
  fault({
    name: 'rules-sync.writable-in-rooms',
    breaks: ['rules-sync.not-writable-in-room'],
    summary: 'Push rules can be written as account data of a room',
    span: { since: 'v1.10' },
    changes: {
      rulesSync: (correct) => ({
        isWritable: (type, roomId) => (type === 'm.push_rules' && roomId !== '') || correct.isWritable(type, roomId),
      }),
    },
  }),
  fault({
    name: 'rules-sync.writing-refused-with-403',
    breaks: ['rules-sync.not-writable', 'rules-sync.not-writable-in-room'],
    summary: 'Writing push rules as account data is refused with status 403',
    span: { since: 'v1.10' },
    changes: {
      errors: changingRefusal(({ status }, { path }) =>
        status === 405 && path.endsWith('/m.push_rules') ? { status: 403 } : undefined,
      ),
    },
  }),
  fault({
    name: 'rules-sync.writing-refused-with-another-errcode',
    breaks: ['rules-sync.not-writable-errcode'],
    summary: 'Writing push rules as account data is refused with the errcode M_FORBIDDEN',
    span: { since: 'v1.10' },
    changes: { errors: refusingAccountDataWith('m.push_rules', 'M_FORBIDDEN') },
  }),
  fault({
    name: 'rules-sync.account-data-read-as-empty',
    breaks: ['rules-sync.readable-as-account-data'],
    summary: 'Account data is always read as empty',
    span: { since: 'v1.10' },
    changes: { schema: changingResponse('getAccountData', () => ({})) },
  }),
  fault({
    name: 'rules-sync.account-data-open-to-everyone',
    breaks: ['rules-sync.private'],
    summary: 'Users can read and write the account data of others',
    span: { since: 'v1.10' },
    changes: { authentication: () => ({ mayUseDataOf: () => true }) },
  }),
  fault({
    name: 'rules-sync.changes-not-reported',
    breaks: ['rules-sync.changes', 'rules-sync.every-session'],
    summary: '/sync does not report changed rules',
    changes: {
      rulesSync: () => ({
        reportsChanges: false,
      }),
    },
  }),
  fault({
    name: 'rules-sync.missing-in-first-sync',
    breaks: ['rules-sync.initial'],
    summary: 'The first /sync has no push rules',
    changes: {
      rulesSync: (correct) => ({
        inSync: (listed, isFirst) => (isFirst ? undefined : correct.inSync(listed, isFirst)),
      }),
    },
  }),
  fault({
    name: 'rules-sync.only-in-first-sync',
    breaks: ['rules-sync.changes'],
    summary: 'Only the first /sync has push rules',
    changes: {
      rulesSync: (correct) => ({
        inSync: (listed, isFirst) => (isFirst ? correct.inSync(listed, isFirst) : undefined),
      }),
    },
  }),
  fault({
    name: 'rules-sync.empty-in-sync',
    breaks: ['rules-sync.content'],
    summary: 'The push rules in /sync are empty',
    changes: {
      rulesSync: () => ({
        inSync: () => ({ global: {} }),
      }),
    },
  }),
  fault({
    name: 'rules-sync.only-defaults-in-sync',
    breaks: ['rules-sync.content'],
    summary: 'The push rules in /sync are only the default rules',
    changes: {
      rulesSync: (correct) => ({
        inSync: (listed, isFirst) =>
          correct.inSync(
            mapRules(listed, (rule) => (rule.default ? rule : undefined)),
            isFirst,
          ),
      }),
    },
  }),
  fault({
    name: 'rules-sync.waiting-sync-not-woken',
    breaks: ['rules-sync.wakes-waiting-sync'],
    summary: 'A waiting /sync does not return when push rules change',
    changes: {
      rulesSync: () => ({
        wakesClients: false,
      }),
    },
  }),
]
