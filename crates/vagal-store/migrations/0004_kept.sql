-- Draws of a posterior, as text, for as long as it is the newest of its model; an older one is its body alone.
ALTER TABLE posterior ADD COLUMN draws TEXT;
-- What a look had found when it was taken: the difference, and its interval of 95%. Nothing for looks that went on.
ALTER TABLE experiment_look ADD COLUMN estimate DOUBLE PRECISION;
ALTER TABLE experiment_look ADD COLUMN interval_from DOUBLE PRECISION;
ALTER TABLE experiment_look ADD COLUMN interval_to DOUBLE PRECISION;
