-- input holds the rows as typed, calc one rule per relation, report what everyone else may read.
create schema calc;
create schema report;
