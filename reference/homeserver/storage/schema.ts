/**
 * The tables of the homeserver.
 *
 * Whatever `/sync` tells about takes a `position` from one counter, `stream`, so that a sync token is one number.
 * Columns named `content`, `data`, `actions` and `conditions` hold JSON. Times are in milliseconds unless said otherwise.
 */
export const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA foreign_keys = ON;

CREATE TABLE IF NOT EXISTS stream (position INTEGER NOT NULL) STRICT;
INSERT INTO stream SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM stream);

CREATE TABLE IF NOT EXISTS users (
  user_id TEXT PRIMARY KEY,
  password_hash TEXT NOT NULL,
  display_name TEXT,
  push_rules_position INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS devices (
  user_id TEXT NOT NULL REFERENCES users,
  device_id TEXT NOT NULL,
  display_name TEXT,
  token_hash TEXT NOT NULL UNIQUE,
  PRIMARY KEY (user_id, device_id)
) STRICT;

CREATE TABLE IF NOT EXISTS rooms (
  room_id TEXT PRIMARY KEY,
  version TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS events (
  position INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  room_id TEXT NOT NULL REFERENCES rooms,
  type TEXT NOT NULL,
  sender TEXT NOT NULL,
  state_key TEXT,
  content TEXT NOT NULL,
  origin_server_ts INTEGER NOT NULL,
  thread_id TEXT NOT NULL,
  redacts TEXT,
  redacted_because TEXT,
  device_id TEXT,
  transaction_id TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS events_by_room ON events (room_id, position);
CREATE INDEX IF NOT EXISTS state_by_key ON events (room_id, type, state_key, position) WHERE state_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS events_by_transaction ON events (room_id, sender, device_id, transaction_id)
  WHERE transaction_id IS NOT NULL;

-- The newest member event of each user in each room
CREATE TABLE IF NOT EXISTS memberships (
  room_id TEXT NOT NULL REFERENCES rooms,
  user_id TEXT NOT NULL,
  membership TEXT NOT NULL,
  display_name TEXT,
  position INTEGER NOT NULL,
  PRIMARY KEY (room_id, user_id)
) STRICT;
CREATE INDEX IF NOT EXISTS memberships_by_user ON memberships (user_id, membership);

CREATE TABLE IF NOT EXISTS aliases (
  alias TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms
) STRICT;

CREATE TABLE IF NOT EXISTS filters (
  filter_id INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users,
  content TEXT NOT NULL
) STRICT;

-- room_id is '' for global account data
CREATE TABLE IF NOT EXISTS account_data (
  user_id TEXT NOT NULL REFERENCES users,
  room_id TEXT NOT NULL,
  type TEXT NOT NULL,
  content TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (user_id, room_id, type)
) STRICT;

-- thread_id is '' for an unthreaded receipt
CREATE TABLE IF NOT EXISTS receipts (
  room_id TEXT NOT NULL REFERENCES rooms,
  user_id TEXT NOT NULL REFERENCES users,
  type TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  event_position INTEGER NOT NULL,
  ts INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (room_id, user_id, type, thread_id)
) STRICT;

-- One row for each event that a user was notified of; position is that of the event
CREATE TABLE IF NOT EXISTS notifications (
  user_id TEXT NOT NULL REFERENCES users,
  position INTEGER NOT NULL REFERENCES events,
  room_id TEXT NOT NULL REFERENCES rooms,
  thread_id TEXT NOT NULL,
  actions TEXT NOT NULL,
  highlight INTEGER NOT NULL,
  ts INTEGER NOT NULL,
  is_read INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, position)
) STRICT;
CREATE INDEX IF NOT EXISTS unread_notifications ON notifications (user_id, room_id) WHERE is_read = 0;

-- pushkey_ts is in seconds
CREATE TABLE IF NOT EXISTS pushers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL REFERENCES users,
  device_id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  pushkey TEXT NOT NULL,
  pushkey_ts INTEGER NOT NULL,
  kind TEXT NOT NULL,
  app_display_name TEXT NOT NULL,
  device_display_name TEXT NOT NULL,
  lang TEXT NOT NULL,
  profile_tag TEXT,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS pushers_by_user ON pushers (user_id);
CREATE INDEX IF NOT EXISTS pushers_by_pushkey ON pushers (pushkey);

-- The rules that users made; the most important has priority 0
CREATE TABLE IF NOT EXISTS push_rules (
  user_id TEXT NOT NULL REFERENCES users,
  kind TEXT NOT NULL,
  rule_id TEXT NOT NULL,
  priority INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  actions TEXT NOT NULL,
  conditions TEXT,
  pattern TEXT,
  PRIMARY KEY (user_id, kind, priority)
) STRICT;

-- What users changed about the server-default rules; null where they did not
CREATE TABLE IF NOT EXISTS default_rule_changes (
  user_id TEXT NOT NULL REFERENCES users,
  kind TEXT NOT NULL,
  rule_id TEXT NOT NULL,
  enabled INTEGER,
  actions TEXT,
  PRIMARY KEY (user_id, kind, rule_id)
) STRICT;
`
