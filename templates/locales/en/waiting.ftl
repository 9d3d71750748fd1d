application-waiting-returned = { $n ->
    [one] { $n } application was returned to be completed
   *[other] { $n } applications were returned to be completed
}
application-waiting-submitted = { $n ->
    [one] { $n } application waits to be accepted
   *[other] { $n } applications wait to be accepted
}
application-waiting-accepted = { $n ->
    [one] { $n } application waits to be scored
   *[other] { $n } applications wait to be scored
}
application-waiting-reviewed = { $n ->
    [one] { $n } application waits for a decision
   *[other] { $n } applications wait for a decision
}
