select count(*) from customers where name ~ '^[aeiou].*(ul|ok)r?[a-f]+ [1-9]' and city !~* 'cad|fan'

select count(*) from events where body ->> 'path' ~ '/p/(1|2)[0-9]$' or kind ~ 'log(in|out)'

select regexp_replace(body, '(\w+)ing\y', '<\1>', 'g') from articles where article <= 400

select count(*) from articles, regexp_matches(body, 'w([a-z]+)s (\S+)', 'g') where article <= 500

select sum(cardinality(regexp_split_to_array(body, '[ .]+'))) from articles where article % 3 = 0

select count(*) from customers where name like '%er%' and name ilike '%A%' and city not like '_e%'

select upper(name), initcap(city), substr(name, 2, 4), position('a' in name), replace(name, 'a', 'ä'), lpad(customer::text, 8, '0'), split_part(name, ' ', 2), md5(name), trim(both 'x' from name), format('%s-%L-%I', customer, city, country) from customers where customer < 6000

select city, string_agg(name, ', ' order by name desc), array_agg(customer order by credit) from customers where customer < 5000 group by city

select sha256(convert_to(name, 'UTF8')), encode(convert_to(name, 'UTF8'), 'base64'), hashtext(name) from customers where customer < 4000

select article, ts_rank(words, query), ts_headline('english', body, query) from articles, to_tsquery('english', 'database & (run | nation) & !house') query where words @@ query order by 2 desc limit 20

select count(*) from articles where words @@ websearch_to_tsquery('english', 'searching "pages" or letters')

select word, ndoc from ts_stat('select words from articles') order by ndoc desc, word limit 10

select sum(length(to_tsvector('simple', body))) from articles where article < 500

select kind, jsonb_object_agg(body ->> 'path', body -> 'ms') from events where at < '2024-01-08' group by kind

select count(*), sum((body ->> 'ms')::numeric), avg((body #>> '{agent,os}' = 'os1')::int) from events where body @> '{"agent": {"os": "os2"}}'

select count(*) from events where body @? '$.ms ? (@ > 900 && @ < 1000)'

select e.key, count(*) from products, jsonb_each(details) e group by e.key

select r.colour, avg(r.maker_since) from products, lateral (select details ->> 'colour' as colour, (details -> 'maker' ->> 'since')::int as maker_since) r group by 1

select jsonb_set(details, '{maker,name}', '"new"'), details || '{"x": [1, 2.5, null, true]}', details - 'sizes', jsonb_pretty(details) from products where product < 1500

select sum(x.ms) from events, jsonb_to_record(body) as x (n int, ms int) where at < '2024-02-01'

select json_agg(c) from (select customer, name, tags, joined from customers where customer < 1500) c

select jsonb_path_query_array(details, '$.sizes[*] ? (@ > 2)') from products

select sum(jsonb_array_length(details -> 'sizes')) from products where details ? 'sizes'

select jsonb_typeof(j.value), count(*) from (select to_jsonb(p) as row from products p) s, jsonb_each(s.row) j group by 1

select ('{"a": [' || string_agg(product::text, ', ') || ']}')::json -> 'a' ->> 7 from products
