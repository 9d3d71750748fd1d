rating-heading = Stars
rating-stars = Star
rating-standing = Standing
rating-certificate = Certificate
rating-plaque = Plaque
rating-awarded-on = Awarded
rating-valid-until = Valid until
rating-re-check-on = Next re-check
rating-none = No star yet.

star-1 = One star
star-2 = Two stars
star-3 = Three stars
star-4 = Four stars
star-5 = Five stars
star-none = No star
error-star = Choose one to five stars

standing-current = valid
standing-re-check-due = re-check due
standing-rectification = under rectification
standing-kept = kept after re-check
standing-lowered = lowered
standing-cancelled = cancelled
standing-given-up = given up
standing-expired = expired
standing-replaced = replaced

rating-step-call-re-check = call a re-check
rating-step-order-rectification = order rectification
rating-step-keep = keep
rating-step-lower = lower
rating-step-cancel = cancel
rating-step-give-up = give up
rating-step-expire = expire
rating-step-replace = replace
error-rating-step = This rating is “{ $standing }”; it is not possible to { $step } it.
