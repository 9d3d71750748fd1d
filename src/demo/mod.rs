//! The demonstration: the 2017 case of Qinzhou as individual, fictional records.
