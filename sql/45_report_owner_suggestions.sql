-- One row per open prerequisite without owner and candidate, best first, with the evidence counted.
create view report.owner_suggestions as
select
    candidates.item_id,
    cast(candidates.candidate_rank as integer) as candidate_rank,
    candidates.owner_id,
    owners.name as owner,
    candidates.score,
    candidates.is_suggested,
    array_to_string(
        [
            'owns ' || clue.owned || ' of ' || clue.total || case clue.clue
                when 'theme_id' then ' in ' || facts.theme
                when
                    'neighbours'
                    then case clue.total when 1 then ' neighbour' else ' neighbours' end
                when 'external_party' then ' with ' || facts.external_party
                else ' of kind ' || facts.kind
            end
            for clue in candidates.clues
        ],
        '; '
    ) as evidence
from calc.owner_candidates as candidates
inner join calc.items as items on candidates.item_id = items.item_id and items.is_open
inner join calc.item_facts as facts on candidates.item_id = facts.item_id and facts.owner_id = ''
inner join input.owners as owners on candidates.owner_id = owners.id;

comment on column report.owner_suggestions.item_id is 'Id of the item.';
comment on column report.owner_suggestions.candidate_rank is
'Place among the candidates, 1 is the best.';
comment on column report.owner_suggestions.owner_id is
'Id of the owner; empty when nobody owns it.';
comment on column report.owner_suggestions.owner is 'Name of the candidate.';
comment on column report.owner_suggestions.score is
'Weighted sum of the shares of the clues, from 0 to 1.';
comment on column report.owner_suggestions.is_suggested is
'Good enough and clear enough to be named as the likely owner.';
comment on column report.owner_suggestions.evidence is 'What speaks for the candidate, as counts.';
