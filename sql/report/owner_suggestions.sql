-- One row per open prerequisite without owner and candidate, best first, with the evidence counted.
create view report.owner_suggestions as
select
    candidates.item_id,
    cast(candidates.candidate_rank as integer) as candidate_rank,
    candidates.owner_id,
    owners.name as owner,
    candidates.score,
    candidates.is_suggested,
    concat_ws(
        '; ',
        case
            when candidates.neighbours_owned > 0
                then
                    'owns ' || candidates.neighbours_owned || ' of ' || candidates.neighbours_total
                    || case candidates.neighbours_total
                        when 1 then ' neighbour'
                        else ' neighbours'
                    end
        end,
        case
            when candidates.party_owned > 0
                then
                    'owns ' || candidates.party_owned || ' of ' || candidates.party_total
                    || ' with ' || facts.external_party
        end,
        case
            when candidates.theme_owned > 0
                then
                    'owns ' || candidates.theme_owned || ' of ' || candidates.theme_total
                    || ' in ' || facts.theme
        end,
        case
            when candidates.kind_owned > 0
                then
                    'owns ' || candidates.kind_owned || ' of ' || candidates.kind_total
                    || ' of kind ' || facts.kind
        end
    ) as evidence
from calc.owner_candidates as candidates
inner join calc.items as items on candidates.item_id = items.item_id and items.is_open
inner join calc.item_facts as facts on candidates.item_id = facts.item_id and facts.owner_id = ''
inner join input.owners as owners on candidates.owner_id = owners.id;

comment on column report.owner_suggestions.candidate_rank is
'Place among the candidates, 1 is the best.';
comment on column report.owner_suggestions.owner is 'Name of the candidate.';
comment on column report.owner_suggestions.score is
'Weighted sum of the shares of the clues, from 0 to 1.';
comment on column report.owner_suggestions.is_suggested is
'Good enough and clear enough to be named as the likely owner.';
comment on column report.owner_suggestions.evidence is 'What speaks for the candidate, as counts.';
