-- One row per dependency row that counts: nothing waits for an item that is not needed.
create view calc.dependencies as
select dependencies.*
from input.dependencies as dependencies
anti join input.prerequisites as prerequisites
    on dependencies.requires = prerequisites.id and prerequisites.status = 'not_needed'
anti join input.foreign_items as foreign_items
    on dependencies.requires = foreign_items.id and foreign_items.status = 'not_needed';
