application-waiting-returned = { $n } 份星级申报被退回，要补正
application-waiting-submitted = { $n } 份星级申报等待受理
application-waiting-accepted = { $n } 份星级申报等待打分
application-waiting-reviewed = { $n } 份星级申报等待决定
