CREATE SCHEMA campus;
CREATE SCHEMA finance;
CREATE SCHEMA audit;
SET search_path = campus, finance, public;
CREATE TYPE term AS ENUM ('spring', 'summer', 'fall');
CREATE TYPE "GradeLetter" AS ENUM ('A', 'B', 'C', 'D', 'F');
CREATE TYPE address AS (street text, city text, zip varchar(10));
CREATE DOMAIN credit AS numeric(4,1) CHECK (VALUE >= 0);
CREATE DOMAIN email AS text CONSTRAINT email_at CHECK (position('@' IN VALUE) > 1);
CREATE TABLE zips (zip text PRIMARY KEY, city text);
CREATE FUNCTION known_zip(z text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT z IS NULL OR EXISTS (SELECT 1 FROM campus.zips WHERE zips.zip = z)';
CREATE DOMAIN zipcode AS text CHECK (campus.known_zip(VALUE));
CREATE TABLE audit.log (id bigserial PRIMARY KEY, what text, who text DEFAULT current_user, at timestamptz DEFAULT clock_timestamp());
CREATE TABLE audit.counters (name text PRIMARY KEY, n bigint NOT NULL DEFAULT 0);
CREATE FUNCTION audit.record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  word text := lower(TG_OP);
BEGIN
  INSERT INTO audit.log (what) VALUES (TG_TABLE_NAME || ' ' || word);
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION audit.count_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'INSERT INTO audit.counters AS c (name, n) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET n = c.n + 1' USING TG_TABLE_NAME;
  RETURN NULL;
END $$;
CREATE FUNCTION audit.check_word() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  good boolean;
BEGIN
  EXECUTE format('SELECT %L <> %L', TG_TABLE_NAME, TG_ARGV[0]) INTO good;
  RETURN NEW;
END $$;
CREATE TABLE "Person" (id serial PRIMARY KEY, "fullName" text NOT NULL, mail email, home address, born date, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE "Staff" (salary numeric(10,2), dept_id int, boss_id int, PRIMARY KEY (id)) INHERITS ("Person");
CREATE TABLE "Student" (matric text NOT NULL UNIQUE, advisor_id int DEFAULT 1 REFERENCES "Staff" ON DELETE SET DEFAULT, active boolean NOT NULL DEFAULT true, zip zipcode, PRIMARY KEY (id)) INHERITS ("Person");
ALTER TABLE "Staff" ADD CONSTRAINT staff_boss FOREIGN KEY (boss_id) REFERENCES "Staff" ON DELETE SET NULL;
CREATE TABLE departments (id serial PRIMARY KEY, code char(4) UNIQUE, name varchar(80) NOT NULL, parent_id int REFERENCES departments ON DELETE CASCADE, head_id int REFERENCES "Staff" DEFERRABLE INITIALLY DEFERRED, budget numeric DEFAULT 0);
ALTER TABLE "Staff" ADD CONSTRAINT staff_dept FOREIGN KEY (dept_id) REFERENCES departments ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE SEQUENCE course_ids START 1000;
CREATE TABLE "Course" (id int PRIMARY KEY DEFAULT nextval('course_ids'), dept_id int NOT NULL REFERENCES departments ON UPDATE CASCADE, "courseCode" varchar(12) NOT NULL, title text, credits credit DEFAULT 3, CONSTRAINT "Course_code_key" UNIQUE (dept_id, "courseCode"));
CREATE TABLE offerings (id bigserial PRIMARY KEY, course_id int NOT NULL REFERENCES "Course" ON DELETE CASCADE, term term NOT NULL, year int NOT NULL, room text, during tsrange, seats int CONSTRAINT seats_some CHECK (seats > 0), taught_by int REFERENCES "Staff" ON DELETE SET NULL, EXCLUDE USING gist (during WITH &&) WHERE (room = 'Aula'));
CREATE INDEX "offerings_byTerm" ON offerings (year, term);
CREATE TABLE enrollments (student_id int NOT NULL REFERENCES "Student" ON DELETE CASCADE, offering_id bigint NOT NULL REFERENCES offerings, year int NOT NULL, term term NOT NULL, grade "GradeLetter", note text DEFAULT '', PRIMARY KEY (student_id, offering_id, year, term)) PARTITION BY RANGE (year);
CREATE TABLE enrollments_2023 PARTITION OF enrollments FOR VALUES FROM (2023) TO (2024);
CREATE TABLE enrollments_2024 PARTITION OF enrollments FOR VALUES FROM (2024) TO (2025) PARTITION BY LIST (term);
CREATE TABLE enrollments_2024_spring PARTITION OF enrollments_2024 FOR VALUES IN ('spring');
CREATE TABLE enrollments_2024_fall PARTITION OF enrollments_2024 FOR VALUES IN ('fall', 'summer');
CREATE TABLE enrollments_later PARTITION OF enrollments DEFAULT;
CREATE INDEX enrollments_offering ON enrollments (offering_id);
CREATE TABLE attendance (student_id int NOT NULL, on_day date NOT NULL, present boolean DEFAULT true) PARTITION BY HASH (student_id);
CREATE TABLE attendance_0 PARTITION OF attendance FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE attendance_1 PARTITION OF attendance FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE FUNCTION finance.next_no() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  found_n bigint;
BEGIN
  UPDATE audit.counters SET n = n + 1 WHERE name = 'invoice' RETURNING n INTO found_n;
  RETURN found_n;
END $$;
CREATE TABLE finance.invoices (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), student_id int NOT NULL REFERENCES campus."Student", amount numeric(10,2) NOT NULL CHECK (amount >= 0), due date, paid boolean DEFAULT false, number bigint DEFAULT finance.next_no(), seq int GENERATED ALWAYS AS IDENTITY);
CREATE TABLE finance.invoice_lines (invoice_id uuid NOT NULL REFERENCES finance.invoices ON DELETE CASCADE DEFERRABLE, pos int NOT NULL, "itemText" varchar(200), price numeric(8,2), CONSTRAINT lines_key UNIQUE (invoice_id, pos) DEFERRABLE);
CREATE TABLE finance.payments (id bigint NOT NULL, student_id int REFERENCES campus."Student" ON DELETE SET NULL, currency text NOT NULL, amount numeric(12,2), paid_at timestamptz DEFAULT now()) PARTITION BY LIST (currency);
CREATE TABLE finance.payments_eur PARTITION OF finance.payments FOR VALUES IN ('EUR');
CREATE TABLE finance.payments_anglo PARTITION OF finance.payments FOR VALUES IN ('USD', 'GBP');
CREATE TABLE finance.payments_other PARTITION OF finance.payments DEFAULT;
CREATE TABLE finance.old_payments (id bigint NOT NULL, student_id int, currency text NOT NULL, amount numeric(12,2), paid_at timestamptz DEFAULT now(), CHECK (currency = 'CHF'));
CREATE FUNCTION city_of(z text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (SELECT city FROM campus.zips WHERE zips.zip = z);
END $$;
CREATE TABLE venues (id int PRIMARY KEY, name text NOT NULL, zip text, area numeric, tags text[] DEFAULT '{}', extra json);
CREATE INDEX venues_city ON venues (city_of(zip));
CREATE TABLE legacy_grades (student text, course text, grade char(1));
CREATE RULE grades_logged AS ON INSERT TO legacy_grades DO ALSO INSERT INTO audit.log (what) VALUES (NEW.course);
CREATE VIEW "ActiveStudent" AS SELECT id, "fullName", matric, advisor_id FROM "Student" WHERE active WITH CHECK OPTION;
CREATE VIEW "CourseList" AS SELECT c.id, c."courseCode", d.name AS department FROM "Course" c JOIN departments d ON d.id = c.dept_id;
CREATE FUNCTION course_put() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE campus."Course" SET "courseCode" = NEW."courseCode" WHERE id = NEW.id;
  RETURN NEW;
END $$;
CREATE TRIGGER course_list_put INSTEAD OF UPDATE ON "CourseList" FOR EACH ROW EXECUTE PROCEDURE course_put();
CREATE FUNCTION seats_left(o bigint) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT f.seats - count(e.student_id) FROM campus.offerings f LEFT JOIN campus.enrollments e ON e.offering_id = f.id WHERE f.id = $1 GROUP BY f.seats';
CREATE VIEW finance.balance AS SELECT s.id, s.matric, sum(i.amount) AS owed FROM campus."Student" s JOIN finance.invoices i ON i.student_id = s.id WHERE NOT i.paid GROUP BY s.id, s.matric;
CREATE VIEW open_offerings AS SELECT o.id, o.year, seats_left(o.id) AS free FROM offerings o;
CREATE VIEW old_list AS SELECT id, title FROM "Course";
CREATE RULE old_list_upd AS ON UPDATE TO old_list DO INSTEAD UPDATE "Course" SET title = NEW.title WHERE id = OLD.id;
CREATE MATERIALIZED VIEW finance.debtors AS SELECT id, owed FROM finance.balance WHERE owed > 100;
CREATE UNIQUE INDEX debtors_id ON finance.debtors (id);
CREATE TRIGGER student_log AFTER INSERT OR UPDATE OF matric, advisor_id OR DELETE ON "Student" FOR EACH ROW EXECUTE PROCEDURE audit.record();
CREATE TRIGGER invoices_count AFTER INSERT OR UPDATE ON finance.invoices FOR EACH STATEMENT EXECUTE PROCEDURE audit.count_up();
CREATE TRIGGER offerings_word BEFORE UPDATE ON offerings FOR EACH ROW EXECUTE PROCEDURE audit.check_word('x');
CREATE TRIGGER enrol_log AFTER INSERT ON enrollments FOR EACH ROW EXECUTE PROCEDURE audit.record();
ALTER TABLE finance.invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_invoices ON finance.invoices USING (student_id IN (SELECT id FROM campus."Student" WHERE "fullName" = current_user));
CREATE TABLE scratch (id int, body text);
INSERT INTO zips SELECT 'Z' || i, 'c' || i FROM generate_series(1, 30) i;
INSERT INTO audit.counters VALUES ('invoice', 1);
INSERT INTO "Staff" ("fullName", salary, boss_id) SELECT 'st' || i, 1000, NULL FROM generate_series(1, 20) i;
INSERT INTO departments (code, name, head_id) SELECT 'd' || i, 'dep' || i, 1 + i FROM generate_series(1, 12) i;
UPDATE departments SET parent_id = 1 WHERE id > 5;
UPDATE "Staff" SET dept_id = 1 + id % 10, boss_id = 1 WHERE id > 1;
INSERT INTO "Student" ("fullName", matric, zip) SELECT 's' || i, 'm' || i, 'Z' || (1 + i % 30) FROM generate_series(1, 60) i;
INSERT INTO "Course" (dept_id, "courseCode", title) SELECT 1 + i % 10, 'c' || i, 't' FROM generate_series(1, 40) i;
INSERT INTO offerings (course_id, term, year, room, during, seats, taught_by) SELECT id, 'fall', 2024, 'r' || id, NULL, 30, 2 + id % 15 FROM "Course";
INSERT INTO enrollments SELECT s.id, o.id, 2023 + (s.id + o.id) % 3, (ARRAY['spring', 'summer', 'fall']::term[])[1 + s.id % 3] FROM "Student" s, offerings o WHERE (s.id + o.id) % 7 = 0 AND o.id < 40;
INSERT INTO attendance SELECT 21 + i % 50, '2024-03-01'::date + i % 20 FROM generate_series(1, 200) i;
INSERT INTO finance.invoices (student_id, amount, due) SELECT id, 150, '2024-10-01' FROM "Student" WHERE id < 61;
UPDATE finance.invoices SET paid = true WHERE student_id < 25;
UPDATE "Student" SET active = false WHERE id > 70;
UPDATE "Person" SET born = '2000-01-01';
INSERT INTO finance.invoice_lines SELECT id, 1, 'fee', 150 FROM finance.invoices;
INSERT INTO finance.payments SELECT i, 21 + i % 60, (ARRAY['EUR', 'USD', 'GBP', 'CHF'])[1 + i % 4], 50 FROM generate_series(1, 200) i;
INSERT INTO finance.old_payments SELECT i, 21 + i % 60, 'CHF', 5 FROM generate_series(1, 40) i;
DELETE FROM finance.payments WHERE currency = 'CHF';
INSERT INTO venues SELECT i, 'v' || i, 'Z' || i, 10 FROM generate_series(1, 20) i;
INSERT INTO legacy_grades VALUES ('s1', 'c1', 'A');
INSERT INTO scratch SELECT i, 'b' FROM generate_series(1, 30) i;
REFRESH MATERIALIZED VIEW finance.debtors;
RESET search_path;
ANALYZE;
