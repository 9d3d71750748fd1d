DROP TABLE licences;
DROP TABLE attachments;
