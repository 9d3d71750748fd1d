//! The people who sign in, with passwords made anew each time.

use serde::{Deserialize, Serialize};

use super::people::broken;
use crate::desk::Result;
use crate::desk::accounts::{fresh_password, hash_password};
use crate::domain::access::{Actor, Role};
use crate::domain::ids::OperatorId;
use crate::domain::moment::Moment;
use crate::store::Conn;
use crate::store::users::{NewUser, insert};

/// Who can sign in, as `logins.json` lists it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Login {
    /// What they are here for.
    pub role: Role,
    /// The unit they work for or read, if it is one.
    pub unit: Option<String>,
    /// What they sign in with.
    pub name: String,
    /// Their password.
    pub password: String,
}

/// An account before it has a password.
pub struct Account {
    role: Role,
    unit: Option<&'static str>,
    login: &'static str,
    name: &'static str,
}

const fn of(role: Role, unit: Option<&'static str>, login: &'static str, name: &'static str) -> Account {
    Account { role, unit, login, name }
}

/// Two of the county for each unit, so that one can verify what the other proposed; three of the city, so that whoever
/// decides did not inspect; who reads; who runs it.
pub const STAFF: [Account; 16] = [
    of(Role::County, Some("450721"), "lingshan1", "宁晓兰"),
    of(Role::County, Some("450721"), "lingshan2", "劳志远"),
    of(Role::County, Some("450722"), "pubei1", "陈秋菊"),
    of(Role::County, Some("450722"), "pubei2", "李国栋"),
    of(Role::County, Some("450702"), "qinnan1", "黄海燕"),
    of(Role::County, Some("450702"), "qinnan2", "施明"),
    of(Role::County, Some("450703"), "qinbei1", "韦春玲"),
    of(Role::County, Some("450703"), "qinbei2", "苏建华"),
    of(Role::County, Some("450702401"), "gang1", "梁静"),
    of(Role::County, Some("450702401"), "gang2", "容志强"),
    of(Role::City, None, "shiju1", "覃文"),
    of(Role::City, None, "shiju2", "邓丽华"),
    of(Role::City, None, "shiju3", "莫建平"),
    of(Role::Official, None, "lingdao", "张明远"),
    of(Role::Official, Some("450721"), "lingdao-lingshan", "黎光荣"),
    of(Role::Admin, None, "guanli", "谢安"),
];

/// The staff and their passwords, with one hash after another left to the processor's cores.
pub struct Accounts {
    made: Vec<(Account, String, String)>,
}

impl Accounts {
    /// Makes the passwords and their hashes.
    ///
    /// # Errors
    /// If the operating system gives no random numbers.
    pub fn fresh(accounts: Vec<Account>) -> Result<Self> {
        let half = accounts.len() / 2;
        let mut accounts = accounts;
        let second = accounts.split_off(half);
        let hashed = |accounts: Vec<Account>| -> Result<Vec<(Account, String, String)>> {
            accounts
                .into_iter()
                .map(|account| {
                    let password = fresh_password()?;
                    let hash = hash_password(&password)?;
                    Ok((account, password, hash))
                })
                .collect()
        };
        let (first, second) = std::thread::scope(|scope| {
            let other = scope.spawn(|| hashed(second));
            (hashed(accounts), other.join())
        });
        let mut made = first?;
        made.extend(second.map_err(|_| broken("hashing passwords"))??);
        Ok(Self { made })
    }

    /// Adds the users; who they are, and what they sign in with. `operators` are the businesses of the operators, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub fn enter(
        self,
        c: &mut Conn,
        operators: &[OperatorId],
        at: Moment,
    ) -> Result<(Vec<Actor>, Vec<Login>)> {
        let mut operators = operators.iter();
        let (mut actors, mut logins) = (Vec::new(), Vec::new());
        for (account, password, password_hash) in self.made {
            let operator = if account.role == Role::Operator { operators.next().copied() } else { None };
            let unit = account.unit.map(str::parse).transpose().map_err(|_| broken("a unit"))?;
            let new = NewUser {
                login: account.login.into(),
                name: account.name.into(),
                role: account.role,
                unit: unit.clone(),
                operator,
                password_hash,
            };
            let user = insert(c, &new, at)?;
            actors.push(Actor { user, name: new.name, role: account.role, unit, operator });
            let unit = account.unit.map(str::to_owned);
            logins.push(Login { role: account.role, unit, name: new.login, password });
        }
        Ok((actors, logins))
    }
}

/// The operators' accounts: each keeps one of the businesses of `places`.
#[must_use]
pub fn operator(login: &'static str, name: &'static str) -> Account {
    of(Role::Operator, None, login, name)
}

impl Account {
    /// A copy, for the list that is made each time.
    #[must_use]
    pub const fn again(&self) -> Self {
        Self { role: self.role, unit: self.unit, login: self.login, name: self.name }
    }
}
