create table purchase (id int generated always as identity primary key, customer_id int not null references customer, total numeric not null);
