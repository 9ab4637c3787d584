-- One value: whether a text holds every one of some words, in any order, upper or lower case and
-- Unicode form. Every text holds all of no words.
create macro report.has_words(said, words) as
not exists (
    select wanted.word
    from (select unnest(words) as word) as wanted
    where not contains(lower(nfc_normalize(said)), lower(nfc_normalize(wanted.word)))
);
