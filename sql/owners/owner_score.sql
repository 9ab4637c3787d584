-- One value from 0 to 1: the weighted sum of the shares of the clues. A clue without owned items
-- (an empty share) gives 0 and weights are not rescaled.
create macro calc.owner_score(settings, theme_share, neighbours_share, party_share, kind_share) as
coalesce(settings.suggest_weight_theme * theme_share, 0)
+ coalesce(settings.suggest_weight_neighbours * neighbours_share, 0)
+ coalesce(settings.suggest_weight_party * party_share, 0)
+ coalesce(settings.suggest_weight_kind * kind_share, 0);
