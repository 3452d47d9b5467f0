create index lines_by_price on lines (price, quantity desc)

create unique index orders_note on orders (number, md5(note))

create index customers_by_credit on customers (credit) where credit > 100

create index customers_name_hash on customers using hash (name)

reindex table lines

delete from lines where number % 4 = 1

update orders set note = 'x' where number % 7 = 2

vacuum (verbose off, analyze) lines

vacuum orders

vacuum full accounts

cluster orders using orders_by_customer

analyze

checkpoint

drop index lines_by_price

drop index customers_name_hash
