create index person_name on person (name);
