SET lock_timeout = '5s';
/* ``` </details> <!-- flux:summary:v1 --> @org/team */
ALTER TABLE "</details><img src=x>" DROP COLUMN "a|b`c", DROP COLUMN "@org/team #12";
CREATE INDEX "x
``` <script>alert(1)</script>" ON "</details><img src=x>" (id);
