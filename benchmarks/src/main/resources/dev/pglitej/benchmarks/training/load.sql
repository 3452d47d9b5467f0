insert into customers (name, city, country, born, credit, tags, joined)
    select initcap(translate(left(md5(i::text), 8), '0123456789', 'aeiouklmnr')) || ' ' || i, (array['Aachen', 'Bergen', 'Cadiz', 'Delft', 'Evora', 'Fano', 'Gent'])[1 + i % 7],
        chr(65 + i % 11) || chr(65 + i % 5), date '1940-01-01' + (i * 37 % 24000), round((i * 7.31)::numeric % 5000, 2),
        array['t' || i % 13, 't' || i % 29], timestamptz '2020-01-01 00:00:00+00' + i * interval '97 minutes'
    from generate_series(1, 20000) i

insert into products (title, price, weight, stock, details)
    select 'Product ' || to_char(i, 'FM0000') || case when i % 5 = 0 then ' (used)' else '' end, (i % 400) + 0.99, sqrt(i) * 1.5, i % 700 - 5,
        jsonb_build_object('colour', (array['red', 'green', 'blue'])[1 + i % 3], 'sizes', jsonb_build_array(i % 5, i % 7, null), 'maker', jsonb_build_object('name', 'M' || i % 50, 'since', 1900 + i % 120))
    from generate_series(1, 3000) i

insert into orders (ordered_by, state, ordered, note)
    select 1 + (i * 7907) % 20000, (enum_range(null::order_state))[1 + i % 4], timestamp '2023-01-01' + i * interval '11 minutes',
        case when i % 3 = 0 then repeat('please ring twice ', i % 6) end
    from generate_series(1, 50000) i

insert into events
    select timestamp '2024-01-01' + i * interval '3 minutes', (array['login', 'view', 'buy', 'logout', 'error'])[1 + (i * i) % 5],
        md5((i % 900)::text)::uuid, json_build_object('n', i, 'path', '/p/' || i % 300, 'ms', (i * 13) % 1777, 'agent', json_build_object('os', 'os' || i % 4))::jsonb
    from generate_series(1, 40000) i

insert into accounts select i, 'owner ' || i, 1000 from generate_series(1, 2000) i

insert into articles (article, title, body)
    select i, 'Report ' || i, (select string_agg((array['the', 'running', 'database', 'writes', 'quickly', 'slower', 'pages', 'and', 'indexes', 'were', 'searching', 'through', 'connected', 'nations', 'house', 'of', 'reading', 'letters', 'beautifully', 'universal'])[1 + (i * j * 31 + j * j) % 20], case when j % 11 = 0 then '. ' else ' ' end) from generate_series(1, 60 + i % 40) j)
    from generate_series(1, 2500) i

create index orders_by_customer on orders (ordered_by, ordered desc)

create index lines_by_product on lines (product) include (quantity)

create index customers_by_city on customers (lower(city), name)

create index customers_by_tag on customers using gin (tags)

create index events_by_time on events using brin (at)

create index events_by_body on events using gin (body jsonb_path_ops)

create index events_by_who on events using hash (who)

create index articles_by_word on articles using gin (words)

create index customers_by_life on customers using gist (daterange(born, (joined at time zone 'UTC')::date))

create index orders_open on orders (ordered) where state = 'open'

vacuum (analyze) customers

vacuum (analyze) products

analyze
