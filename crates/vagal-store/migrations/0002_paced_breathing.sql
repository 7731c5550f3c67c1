-- The dose of paced breathing, beside pressure and pace of a massage. Two statements: no database adds two columns in one alike.
ALTER TABLE input ADD COLUMN breaths_per_min DOUBLE PRECISION;
ALTER TABLE input ADD COLUMN inhale_share DOUBLE PRECISION;
