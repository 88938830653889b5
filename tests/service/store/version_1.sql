-- A store as the first version of the schema wrote it: one finished job with its plan, one that waits, one that runs.
PRAGMA application_id = 1886156651;
PRAGMA user_version = 1;
CREATE TABLE jobs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  name TEXT NOT NULL,
  priority INTEGER NOT NULL,
  tolerance REAL,
  time_limit_s REAL,
  method TEXT NOT NULL,
  previous_job TEXT NOT NULL,
  labour_questions INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('uploading', 'queued', 'running', 'finished', 'failed', 'cancelled')),
  reason TEXT NOT NULL DEFAULT '',
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  worker_losses INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  started INTEGER NOT NULL DEFAULT 0,
  finished INTEGER NOT NULL DEFAULT 0,
  parts INTEGER NOT NULL DEFAULT 0,
  received INTEGER NOT NULL DEFAULT 0,
  products INTEGER NOT NULL DEFAULT 0,
  recipes INTEGER NOT NULL DEFAULT 0,
  needs INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  memory_estimate INTEGER NOT NULL DEFAULT 0,
  status TEXT,
  objective REAL,
  safe_gap REAL,
  elapsed_s REAL,
  UNIQUE (owner, idempotency_key));
CREATE INDEX jobs_of_owner ON jobs (owner, number);
CREATE INDEX jobs_under_way ON jobs (state, number) WHERE state IN ('uploading', 'queued', 'running');
CREATE TABLE job_files (
  job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('job', 'checkpoint', 'plan')),
  owner TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (job, role)) WITHOUT ROWID;
CREATE INDEX files_of_owner ON job_files (owner, sha256, bytes);
CREATE TABLE shares (
  job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  user TEXT NOT NULL,
  PRIMARY KEY (job, user)) WITHOUT ROWID;
CREATE INDEX shares_with_user ON shares (user, job);
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  administrator INTEGER NOT NULL,
  jobs_at_once INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  device_seconds_per_day REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  UNIQUE (user, name)) WITHOUT ROWID;
CREATE TABLE audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  user TEXT NOT NULL,
  action TEXT NOT NULL,
  job TEXT NOT NULL,
  result TEXT NOT NULL);
INSERT INTO users VALUES ('anna', 1, 5, 1000000, 0);
INSERT INTO jobs (id, owner, idempotency_key, name, priority, method, previous_job, labour_questions, state, created,
                  finished, status, objective, safe_gap, elapsed_s)
  VALUES ('00000000000000000000000001', 'anna', 'first', 'Bread', 0, '', '', 0, 'finished', 1600000000000,
          1600000001000, 'optimal', 5.5, 0, 0.5);
INSERT INTO jobs (id, owner, idempotency_key, name, priority, method, previous_job, labour_questions, state, created)
  VALUES ('00000000000000000000000002', 'anna', 'second', '', 0, '', '', 0, 'queued', 1600000002000),
         ('00000000000000000000000003', 'anna', 'third', '', 0, '', '', 0, 'running', 1600000003000);
-- The SHA-256 of "the plan".
INSERT INTO job_files
  VALUES ('00000000000000000000000001', 'plan', 'anna',
          'aab8f06fecd1c041e9a3d5a86114f9e522b546918db8503a045fe4a423b3642a', 8);
