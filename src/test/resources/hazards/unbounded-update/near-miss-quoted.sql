-- history:
CREATE SCHEMA "Front Desk";
CREATE TABLE "Front Desk"."Guest List" (
  "No" bigint PRIMARY KEY,
  "Room" text
);
-- rows:
INSERT INTO "Front Desk"."Guest List" SELECT n, 'r' FROM generate_series(1, 100) n;
-- change:
UPDATE "Front Desk"."Guest List" SET "Room" = 's'
  WHERE "Front Desk"."Guest List"."No" >= 1 AND "Front Desk"."Guest List"."No" <= 50;
UPDATE "Front Desk"."Guest List" AS "G L" SET "Room" = 's' WHERE "G L"."No" IN (1, 2);
