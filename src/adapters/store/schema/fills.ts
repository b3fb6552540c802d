/**
 * What people did with the tickets. Append-only: a wrong fill gets a row in `fill_voids`, a skip that is taken back a second
 * row in `ticket_skips`, and the triggers hold that for every program that opens the file.
 */
export const FILLS_SCHEMA = `
  CREATE TABLE fills (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    leg TEXT NOT NULL CHECK (leg IN ('x', 'y')),
    instrument TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('buy', 'sell')),
    quantity REAL NOT NULL CHECK (quantity > 0),
    price REAL NOT NULL CHECK (price > 0),
    fee_usd REAL NOT NULL,
    filled_at INTEGER NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('hand', 'import', 'close')),
    venue TEXT NOT NULL,
    external_id TEXT,
    replaces INTEGER REFERENCES fills (no),
    recorded_at INTEGER NOT NULL,
    UNIQUE (instrument, external_id)
  ) STRICT;
  CREATE INDEX fills_by_ticket ON fills (ticket_id);

  CREATE TABLE fill_voids (
    fill_no INTEGER NOT NULL PRIMARY KEY REFERENCES fills (no),
    why TEXT,
    recorded_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE ticket_skips (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    is_skipped INTEGER NOT NULL CHECK (is_skipped IN (0, 1)),
    why TEXT,
    recorded_at INTEGER NOT NULL
  ) STRICT;

  CREATE TRIGGER fills_stay BEFORE UPDATE ON fills BEGIN SELECT RAISE(ABORT, 'fills are never changed'); END;
  CREATE TRIGGER fills_are_kept BEFORE DELETE ON fills BEGIN SELECT RAISE(ABORT, 'fills are never removed'); END;
  CREATE TRIGGER fill_voids_stay BEFORE UPDATE ON fill_voids BEGIN SELECT RAISE(ABORT, 'voids are never changed'); END;
  CREATE TRIGGER fill_voids_are_kept BEFORE DELETE ON fill_voids BEGIN SELECT RAISE(ABORT, 'voids are never removed'); END;
  CREATE TRIGGER ticket_skips_stay BEFORE UPDATE ON ticket_skips BEGIN SELECT RAISE(ABORT, 'skips are never changed'); END;
  CREATE TRIGGER ticket_skips_are_kept BEFORE DELETE ON ticket_skips BEGIN SELECT RAISE(ABORT, 'skips are never removed'); END;
`;
