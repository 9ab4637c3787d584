-- One row per dependency row that counts: nothing waits for a prerequisite that is not needed.
create view calc.dependencies as
select dependencies.*
from input.dependencies as dependencies
anti join input.prerequisites as prerequisites
    on dependencies.requires = prerequisites.id and prerequisites.status = 'not_needed';
