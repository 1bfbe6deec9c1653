CREATE INDEX bills_due_idx ON bills (due);
