import type { Schema } from '../../storage/database.ts'

/**
 * Tables of the homeserver.
 *
 * Everything that `/sync` reports has a `position` from one counter, `stream`, so that a sync token is one number.
 * Columns named `content`, `data`, `actions` and `conditions` contain JSON. Times are in milliseconds unless noted.
 */
const sql = `
CREATE TABLE stream (position INTEGER NOT NULL) STRICT;
INSERT INTO stream VALUES (0);

CREATE TABLE users (
  user_id TEXT PRIMARY KEY,
  password_hash TEXT NOT NULL,
  display_name TEXT,
  avatar_url TEXT,
  push_rules_position INTEGER NOT NULL
) STRICT;

CREATE TABLE devices (
  user_id TEXT NOT NULL REFERENCES users,
  device_id TEXT NOT NULL,
  display_name TEXT,
  token_hash TEXT NOT NULL UNIQUE,
  PRIMARY KEY (user_id, device_id)
) STRICT;

CREATE TABLE rooms (
  room_id TEXT PRIMARY KEY,
  version TEXT NOT NULL
) STRICT;

CREATE TABLE events (
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
CREATE INDEX events_by_room ON events (room_id, position);
CREATE INDEX state_by_key ON events (room_id, type, state_key, position) WHERE state_key IS NOT NULL;
CREATE INDEX events_by_transaction ON events (room_id, sender, device_id, transaction_id)
  WHERE transaction_id IS NOT NULL;

-- The newest member event of each user in each room
CREATE TABLE memberships (
  room_id TEXT NOT NULL REFERENCES rooms,
  user_id TEXT NOT NULL,
  membership TEXT NOT NULL,
  display_name TEXT,
  position INTEGER NOT NULL,
  PRIMARY KEY (room_id, user_id)
) STRICT;
CREATE INDEX memberships_by_user ON memberships (user_id, membership, position, room_id);

CREATE TABLE aliases (
  alias TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms
) STRICT;

CREATE TABLE ignored_users (
  user_id TEXT NOT NULL REFERENCES users,
  ignored_user_id TEXT NOT NULL,
  PRIMARY KEY (user_id, ignored_user_id)
) STRICT;
CREATE INDEX ignored_users_by_ignored ON ignored_users (ignored_user_id);

CREATE TABLE forgotten_rooms (
  user_id TEXT NOT NULL REFERENCES users,
  room_id TEXT NOT NULL REFERENCES rooms,
  PRIMARY KEY (user_id, room_id)
) STRICT;

CREATE TABLE filters (
  filter_id INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users,
  content TEXT NOT NULL
) STRICT;

-- room_id is '' for global account data
CREATE TABLE account_data (
  user_id TEXT NOT NULL REFERENCES users,
  room_id TEXT NOT NULL,
  type TEXT NOT NULL,
  content TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (user_id, room_id, type)
) STRICT;
CREATE INDEX account_data_by_position ON account_data (user_id, position);

-- thread_id is '' for an unthreaded receipt
CREATE TABLE receipts (
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
CREATE INDEX receipts_by_position ON receipts (room_id, position);

-- One row for each user and event that notified them; position is that of the event. Only some faults notify twice
CREATE TABLE notifications (
  user_id TEXT NOT NULL REFERENCES users,
  position INTEGER NOT NULL REFERENCES events,
  room_id TEXT NOT NULL REFERENCES rooms,
  thread_id TEXT NOT NULL,
  actions TEXT NOT NULL,
  highlight INTEGER NOT NULL,
  ts INTEGER NOT NULL,
  is_read INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX notifications_by_user ON notifications (user_id, position);
CREATE INDEX unread_notifications ON notifications (user_id, room_id) WHERE is_read = 0;

-- Number of unread notifications, updated by triggers so that no query has to count them
CREATE TABLE unread_counts (
  user_id TEXT NOT NULL,
  room_id TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  notifications INTEGER NOT NULL,
  highlights INTEGER NOT NULL,
  PRIMARY KEY (user_id, room_id, thread_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER notified AFTER INSERT ON notifications BEGIN
  INSERT INTO unread_counts VALUES (new.user_id, new.room_id, new.thread_id, 1, new.highlight)
  ON CONFLICT DO UPDATE SET notifications = notifications + 1, highlights = highlights + excluded.highlights;
END;
CREATE TRIGGER marked_read AFTER UPDATE OF is_read ON notifications WHEN new.is_read > old.is_read BEGIN
  UPDATE unread_counts SET notifications = notifications - 1, highlights = highlights - new.highlight
  WHERE user_id = new.user_id AND room_id = new.room_id AND thread_id = new.thread_id;
  DELETE FROM unread_counts
  WHERE user_id = new.user_id AND room_id = new.room_id AND thread_id = new.thread_id AND notifications = 0;
END;

-- pushkey_ts is in seconds
CREATE TABLE pushers (
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
CREATE INDEX pushers_by_user ON pushers (user_id);
CREATE INDEX pushers_by_pushkey ON pushers (pushkey);

-- Pushes that are not delivered yet. Only some faults let a request outlive its pusher
CREATE TABLE push_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pusher_id INTEGER NOT NULL,
  url TEXT NOT NULL,
  pushkey TEXT NOT NULL,
  queued_at INTEGER NOT NULL,
  is_badge INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX push_requests_by_pusher ON push_requests (pusher_id, id);

-- Rules that users created; the highest has priority 0
CREATE TABLE push_rules (
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

-- Changes of users to the server-default rules; null if unchanged
CREATE TABLE default_rule_changes (
  user_id TEXT NOT NULL REFERENCES users,
  kind TEXT NOT NULL,
  rule_id TEXT NOT NULL,
  enabled INTEGER,
  actions TEXT,
  PRIMARY KEY (user_id, kind, rule_id)
) STRICT;
`

export const SCHEMA: Schema = {
  // The letters "Plex"
  applicationId: 0x506c6578,
  version: 1,
  sql,
}
