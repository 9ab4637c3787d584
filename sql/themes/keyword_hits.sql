-- One row per prerequisite without a theme and theme with keywords in its name: how many.
-- A keyword counts where a word begins with it, in any script: sso is not found in sub-processor.
-- Each word is looked up once; a keyword of several words is found by its first.
create table calc.keyword_hits as
with
unplaced as (
    select
        id as item_id,
        lower(nfc_normalize(name)) as name
    from input.prerequisites
    where theme is null
),

keywords as (
    select distinct
        theme as theme_id,
        lower(nfc_normalize(keyword)) as keyword,
        regexp_extract(lower(nfc_normalize(keyword)), '^[\p{L}\p{N}]*') as first_word
    from input.theme_keywords
),

item_words as (
    select distinct
        item_id,
        name,
        unnest(regexp_extract_all(name, '[\p{L}\p{N}]+')) as word
    from unplaced
),

lengths as (
    select distinct length(first_word) as letters from keywords
    where first_word <> ''
),

beginnings as (
    select distinct
        item_words.word,
        left(item_words.word, lengths.letters) as first_word
    from item_words
    inner join lengths on length(item_words.word) >= lengths.letters
),

-- A keyword of one word is found by its letters alone; the others are looked for in the name, and
-- those that begin with a sign in every name.
candidates as (
    select
        item_words.* exclude (word),
        keywords.* exclude (first_word),
        keywords.keyword = keywords.first_word as is_found
    from keywords
    inner join beginnings using (first_word)
    inner join item_words using (word)
    union all
    select unplaced.*, keywords.* exclude (first_word), false
    from keywords
    cross join unplaced
    where keywords.first_word = ''
)

select
    item_id,
    theme_id,
    count(distinct keyword) as hit_count
from candidates
where
    is_found
    or (
        contains(name, keyword)
        and regexp_matches(name, '(^|[^\p{L}\p{N}])' || regexp_escape(keyword))
    )
group by item_id, theme_id;
