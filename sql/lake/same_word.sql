-- One value: a word as it is compared between portfolios: whatever its case, Unicode form and
-- blanks.
create macro lake.same_word(word) as
trim(regexp_replace(lower(nfc_normalize(word)), '\s+', ' ', 'g'));
